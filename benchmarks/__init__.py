"""What the product costs in time and memory, measured on throwaway services. Never a test."""
