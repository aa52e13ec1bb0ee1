// std::cin waits for lines and words on any thread; a text given as an option is all there is.
// FEATURE: F76
#include <iostream>
#include <string>
#include <thread>

#include <deputy.h>

int main() {
  std::string line, word;
  int number = 0;
  std::cout << "line? " << std::flush;
  std::getline(std::cin, line);
  std::thread([&] { std::cin >> number >> word; }).join();
  std::string none;
  return line == "a line" && number == 12 && word == "w\u00f6rd" && !(std::cin >> none) && std::cin.eof() ? 0 : 1;
}
