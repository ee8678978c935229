/** The list in an order drawn anew, so that nothing always runs after the same neighbour. */
export function shuffled(list) {
  return list
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
