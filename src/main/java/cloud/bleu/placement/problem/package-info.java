/**
 * An estate compiled to numbers: topology, events, spread limits, prices. Nothing in it changes
 * while a plan is made.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.problem;
