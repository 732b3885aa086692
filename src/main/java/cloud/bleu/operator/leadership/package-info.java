/**
 * Who may act: the lease, and the fence that sends no write without it.
 *
 * <p>It may import {@code apiserver}, {@code apiserver.watch}, {@code operator.config} and nothing
 * else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.leadership;
