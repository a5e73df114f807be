import sys

from community.operations.bootstrap.targets import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
