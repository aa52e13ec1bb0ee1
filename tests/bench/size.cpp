#include "program.hpp"

int main(int argc, char **) { return program(argc); }
