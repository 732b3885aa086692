/**
 * Pseudonyms for the names of persons, and the register that resolves them.
 *
 * <p>It may import {@code evidence.chain}, {@code evidence.input}, {@code evidence.record} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.person;
