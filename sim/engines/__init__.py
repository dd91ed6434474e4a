"""Array engines behind one calling convention."""
