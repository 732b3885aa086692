package cloud.bleu.delivery.zone;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * The object that a zone of a decision asks for. Its owner is not in it: each target adds the marks
 * by which it recognises its objects.
 *
 * @param object complete, with {@code replicas} as decided
 * @param template digest of the object without its replicas: two of the same digest differ in
 *     replicas only
 */
public record ZoneManifest(
    String zone, String name, int replicas, HasMetadata object, String template) {}
