/**
 * Who needs whom, each with its evidence, who holds data, and what leaves the estate.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.dependency;
