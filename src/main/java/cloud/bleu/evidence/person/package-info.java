/**
 * Pseudonyms for the names of persons, and the register that resolves them.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.person;
