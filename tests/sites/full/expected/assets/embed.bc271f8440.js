// Stands for the script of panels.
