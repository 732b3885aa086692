package cloud.bleu.evidence;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the chain knows of the objects of a cluster, so that what changes while nobody writes is
 * recorded by who writes next.
 *
 * @param policies specs by name; none when it knows of none
 * @param facts as {@link Attestations} keeps them, by {@code kind/name}; null when facts were never
 *     recorded
 */
public record Known(Map<String, Object> policies, @Nullable Map<String, Object> facts) {}
