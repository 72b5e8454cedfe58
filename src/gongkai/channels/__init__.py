"""Where published documents go besides the site: WeChat, papers, boards, screens, press, publicity days; jobs and evidence."""
