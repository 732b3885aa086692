package cloud.bleu.operator.evidence;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Live;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.drill.DrillEntry;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.change.NotesInForce;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The live drills of a pass as they stand in the chain, read from their statuses alone: so each
 * entry is written once, whoever leads. The entry of a begin is in the commit with the first moves.
 */
final class LiveDrillNotes {

  private final Set<ChainNote> standing = new LinkedHashSet<>();
  private final Set<String> there = new HashSet<>();

  LiveDrillNotes(List<ResilienceDrill> drills) {
    for (ResilienceDrill drill : drills) {
      there.add(String.valueOf(drill.getMetadata().getUid()));
      ResilienceDrillStatus status = drill.getStatus();
      if (status == null) {
        continue;
      }
      Live live = status.live();
      if (live != null && drill.getMetadata().getDeletionTimestamp() == null) {
        standing.add(began(drill, live));
      }
      status.history().stream()
          .filter(Run::live)
          .findFirst()
          .ifPresent(run -> standing.add(ran(drill, run)));
    }
  }

  /** What is so now, each as it is recorded once. */
  Set<ChainNote> standing() {
    return standing;
  }

  /** Whether something that the chain says is so still, or needs no entry when it is not. */
  boolean stillSays(ChainNote recorded) {
    return !recorded.kind().equals(EntryKinds.DRILL_BEGAN) || standing.contains(recorded);
  }

  /** The entry that a live drill which began is over; null for what has none. */
  @Nullable ChainNote ended(ChainNote began) {
    if (!began.kind().equals(EntryKinds.DRILL_BEGAN)) {
      return null;
    }
    TreeMap<String, String> content = new TreeMap<>();
    for (String field : List.of("drill", "uid", "at", "scope", "zones")) {
      content.put(field, began.content().getOrDefault(field, ""));
    }
    content.put("as", there.contains(content.get("uid")) ? "Returned" : "Deleted");
    return new ChainNote(EntryKinds.DRILL_ENDED, content);
  }

  private static ChainNote began(ResilienceDrill drill, Live live) {
    SortedMap<String, String> content = DrillEntry.of(drill, live.began(), live.scope());
    content.put("cause", live.cause());
    content.put("zones", String.join(", ", live.zones()));
    content.put("workloads", String.valueOf(live.workloads().size()));
    content.put(
        "replicas", String.valueOf(live.workloads().stream().mapToInt(m -> m.lost()).sum()));
    return new ChainNote(EntryKinds.DRILL_BEGAN, content);
  }

  private static ChainNote ran(ResilienceDrill drill, Run run) {
    SortedMap<String, String> content = DrillEntry.of(drill, run, NotesInForce.LIVE);
    content.put("ended", String.valueOf(run.ended()));
    if (run.abortedBy() != null) {
      content.put("abortedBy", run.abortedBy());
    }
    if (run.message() != null) {
      content.put("message", run.message());
    }
    return new ChainNote(EntryKinds.DRILL_RUN, content);
  }
}
