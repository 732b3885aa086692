package cloud.bleu.delivery;

import cloud.bleu.delivery.zone.ZoneManifest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers at which generation an object was seen to say what was applied, so that an edit by
 * somebody else is found once and a value that the server spells differently does not look like one
 * for ever. Losing the memory costs a comparison, never a write.
 */
final class Applied {

  private static final Logger LOG = LoggerFactory.getLogger(Applied.class);

  private record Seen(String template, long generation) {}

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  void applied(ZoneManifest desired, HasMetadata result) {
    seen.put(uid(result), new Seen(desired.template(), generation(result)));
  }

  void scaled(HasMetadata result) {
    seen.computeIfPresent(
        uid(result), (uid, before) -> new Seen(before.template(), generation(result)));
  }

  void forget(String uid) {
    seen.remove(uid);
  }

  /** The child as it is, or without its template's digest when it no longer says what it should. */
  ObservedChild compare(ZoneManifest desired, ObservedChild child) {
    if (!desired.template().equals(child.template())) {
      return child;
    }
    Seen now = new Seen(desired.template(), generation(child.object()));
    if (now.equals(seen.get(child.uid()))) {
      return child;
    }
    String drift = Drift.first(desired.object(), child.object());
    if (drift == null) {
      seen.put(child.uid(), now);
      return child;
    }
    LOG.debug("{} is not as applied at {}", child.name(), drift);
    return new ObservedChild(
        child.object(),
        child.zone(),
        child.name(),
        child.uid(),
        child.controller(),
        null,
        child.replicas(),
        child.exist(),
        child.ready(),
        child.available(),
        child.settled(),
        child.overdue());
  }

  private static String uid(HasMetadata object) {
    return object.getMetadata().getUid() == null ? "" : object.getMetadata().getUid();
  }

  private static long generation(HasMetadata object) {
    return object.getMetadata().getGeneration() == null ? 0 : object.getMetadata().getGeneration();
  }
}
