package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.change.NotesInForce;
import cloud.bleu.evidence.person.Pseudonyms;
import cloud.bleu.placement.model.WaiverState;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has a beginning and an end in the chain: waivers, live drills and break-glasses.
 *
 * @param lingering what keeps a breach from ending
 */
record LifecycleNotes(
    WaiverNotes waivers,
    LiveDrillNotes drills,
    BreakGlassNotes breakGlass,
    LingeringPods lingering) {

  /**
   * The notes of a pass.
   *
   * @param names what stands for persons
   */
  static LifecycleNotes of(Recorder.Seen seen, Pseudonyms names) {
    return new LifecycleNotes(
        new WaiverNotes(
            seen.objects().waivers(), seen.translation().waivers(), seen.waivers(), names::of),
        new LiveDrillNotes(seen.objects().drills()),
        new BreakGlassNotes(
            seen.objects().workloads(), seen.translation().breakGlass(), names::of, names::mayBe),
        new LingeringPods(seen.objects().pods()));
  }

  /** What is in force now, except break-glasses, each as it is recorded when it begins. */
  Set<ChainNote> standing() {
    Set<ChainNote> all = new LinkedHashSet<>(waivers.standing());
    all.addAll(drills.standing());
    return all;
  }

  /** Whether something that the chain says is so still, or needs no entry when it is not. */
  boolean stillSays(ChainNote recorded) {
    return NotesInForce.isOfDrill(recorded)
        ? drills.stillSays(recorded)
        : waivers.stillSays(recorded);
  }

  /**
   * The entry that something is not so any more which ended while nobody recorded; null for what
   * has none.
   *
   * @param since time of the last entry before, null when nobody knows
   */
  @Nullable ChainNote endedMeanwhile(ChainNote recorded, @Nullable Instant since, Instant now) {
    return NotesInForce.isOfDrill(recorded)
        ? ended(recorded)
        : waivers.endedMeanwhile(recorded, since, now);
  }

  /** The entry that something is not so any more; null where what comes after it says that. */
  @Nullable ChainNote ended(ChainNote was) {
    if (NotesInForce.isOfDrill(was)) {
      return drills.ended(was);
    }
    if (was.kind().equals(EntryKinds.WAIVER_USED)) {
      return new ChainNote(EntryKinds.WAIVER_USE_ENDED, was.content());
    }
    String now = waivers.now(was);
    if (was.kind().equals(EntryKinds.WAIVER_APPROVED) && now.equals(WaiverState.InForce.name())) {
      return null;
    }
    SortedMap<String, String> content = new TreeMap<>(was.content());
    content.put("as", now);
    if (now.equals(WaiverState.Expired.name()) && content.containsKey("until")) {
      content.put("ended", content.get("until"));
    }
    return new ChainNote(EntryKinds.WAIVER_ENDED, content);
  }
}
