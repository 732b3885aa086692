/**
 * The independent checker. It computes a plan again from zero and shares no code with the
 * planner.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.check;
