/**
 * What does not count: exceptions with an owner and an end, and what a baseline knows.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.acceptance;
