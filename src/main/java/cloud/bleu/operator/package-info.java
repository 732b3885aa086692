/** The operator: caches, one placement loop, thin reconcilers, probes. */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator;
