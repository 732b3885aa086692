/**
 * An estate compiled to numbers: topology, events, spread limits, prices. Nothing in it changes
 * while a plan is made.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.problem;
