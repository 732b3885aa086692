/**
 * What does not count: exceptions with an owner and an end, and what a baseline knows.
 *
 * <p>It may import {@code assess.catalogue}, {@code assess.model}, {@code credential}, {@code
 * placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.acceptance;
