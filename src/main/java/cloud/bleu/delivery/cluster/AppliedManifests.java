package cloud.bleu.delivery.cluster;

import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.ZoneManifest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers at which generation an object was seen to say what was applied. So an edit by somebody
 * else is found once, and a value that the server spells differently is not taken for an edit each
 * time. Losing the memory costs a comparison, never a write.
 */
public final class AppliedManifests {

  private static final Logger LOG = LoggerFactory.getLogger(AppliedManifests.class);

  /**
   * @param replicas written last, or found at the first look
   * @param kept what the server has beside what was asked, though it was to take that away
   */
  private record Seen(
      String template, long generation, int replicas, @Nullable DeliveryProblem kept) {
    boolean isAt(String manifest, HasMetadata object) {
      return template.equals(manifest) && generation == AppliedManifests.generation(object);
    }
  }

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * Remembers what the server answered to an apply.
   *
   * @param kept what it has beside what was asked; null: nothing
   */
  public void applied(ZoneManifest manifest, HasMetadata result, @Nullable DeliveryProblem kept) {
    seen.put(
        uid(result), new Seen(manifest.template(), generation(result), Replicas.of(result), kept));
  }

  /**
   * What the server kept of others when a manifest was written over an object, as long as nothing
   * has changed since then: the same write would come to the same. Null: nothing.
   */
  @Nullable DeliveryProblem kept(ZoneManifest manifest, HasMetadata object) {
    Seen before = seen.get(uid(object));
    return before != null && before.isAt(manifest.template(), object) ? before.kept() : null;
  }

  /** Remembers what the server answered to other replicas. */
  public void scaled(HasMetadata result) {
    seen.computeIfPresent(
        uid(result),
        (uid, before) ->
            new Seen(before.template(), generation(result), Replicas.of(result), before.kept()));
  }

  /** Whether an object has other replicas than were written, as far as that is remembered. */
  boolean isScaled(HasMetadata object) {
    Seen written = seen.get(uid(object));
    return written != null && written.replicas() != Replicas.of(object);
  }

  /** Forgets an object that is to go. */
  public void forget(HasMetadata object) {
    forget(uid(object));
  }

  /** Forgets an object that is gone. */
  public void forget(String uid) {
    seen.remove(uid);
  }

  /**
   * Whether an object says what is asked, replicas aside, and nothing of others beside it.
   *
   * @param template digest that it carries, null for none
   */
  public boolean holds(ZoneManifest manifest, @Nullable String template, HasMetadata object) {
    if (!manifest.template().equals(template)) {
      return false;
    }
    Seen before = seen.get(uid(object));
    if (before != null && before.isAt(manifest.template(), object)) {
      return before.kept() == null;
    }
    String drift = Drift.first(manifest.object(), object);
    if (drift == null && ForeignFields.areIn(object)) {
      drift = ForeignFields.of(object).get(0).path();
    }
    if (drift == null) {
      int written = before == null ? Replicas.of(object) : before.replicas();
      seen.put(uid(object), new Seen(manifest.template(), generation(object), written, null));
      return true;
    }
    LOG.debug("{} is not as applied at {}", manifest.name(), drift);
    return false;
  }

  private static String uid(HasMetadata object) {
    return object.getMetadata().getUid() == null ? "" : object.getMetadata().getUid();
  }

  private static long generation(HasMetadata object) {
    return object.getMetadata().getGeneration() == null ? 0 : object.getMetadata().getGeneration();
  }
}
