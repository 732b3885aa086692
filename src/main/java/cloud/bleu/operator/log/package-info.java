/**
 * Faults and names as a line of the log has them.
 *
 * <p>It may import {@code apiserver}, {@code collection}, {@code credential}, {@code
 * operator.leadership} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.log;
