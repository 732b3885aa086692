/**
 * The door of delivery: a decision in, what became of it out. {@code delivery.rollout} decides the
 * order between zones, and a target in a package of its own, such as {@code delivery.node}, brings
 * one zone to what it is to hold.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery;
