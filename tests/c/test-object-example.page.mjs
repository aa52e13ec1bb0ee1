import { noneLeft } from './objects.mjs';

class Item {
  constructor(name) {
    this.name = name;
    this.amount = 1;
  }
}
class Basket {
  items = [];
  add(name) {
    const item = new Item(name);
    this.items.push(item);
    return item;
  }
  get length() { return this.items.length; }
  total() { return this.items.reduce((sum, { amount }) => sum + amount, 0); }
}
const errors = [];
export const module = { deputy: { imports: { Basket }, onError: (error) => errors.push(error) } };
export function check(app, outcome) {
  if (errors.length > 0) throw errors[0];
  noneLeft(app, outcome);
}
