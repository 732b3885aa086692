package cloud.bleu.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An object with its status.
 *
 * @param state in words, of the object
 * @param kstatus what kstatus is to make of it
 * @param argo the health that Argo CD is to show
 */
public record StatusSample(String state, ObjectNode object, String kstatus, String argo) {

  /** Its kind. */
  public String kind() {
    return object.path("kind").asText();
  }

  @Override
  public String toString() {
    return kind() + " " + state;
  }

  /**
   * These, and of each kind what is so whatever its status: an object that nobody has looked at,
   * one that was changed since, and one that is being deleted.
   */
  public static List<StatusSample> withOutdated(List<StatusSample> samples) {
    List<StatusSample> all = new ArrayList<>(samples);
    Set<String> kinds = new HashSet<>();
    for (StatusSample sample : samples) {
      if (sample.kstatus.equals("Current") && kinds.add(sample.kind())) {
        ObjectNode unseen = sample.object.deepCopy();
        unseen.putObject("status").put("observedGeneration", -1);
        all.add(new StatusSample("nobody looked at yet", unseen, "InProgress", "Progressing"));
        ObjectNode changed = sample.object.deepCopy();
        changed.withObject("/metadata").put("generation", 99);
        all.add(new StatusSample("changed since", changed, "InProgress", "Progressing"));
        ObjectNode deleted = sample.object.deepCopy();
        deleted.withObject("/metadata").put("deletionTimestamp", "2026-11-24T12:00:00Z");
        all.add(new StatusSample("being deleted", deleted, "Terminating", "Progressing"));
      }
    }
    return all;
  }
}
