from cermin.cli import main

raise SystemExit(main())
