package cloud.bleu.delivery.companion;

/**
 * An object of the namespace that a pod cannot start without.
 *
 * @param kind as in its manifest
 * @param where the pod spec mentions it first, such as {@code containers[main].envFrom}
 */
public record PodReference(String kind, String name, String where) {}
