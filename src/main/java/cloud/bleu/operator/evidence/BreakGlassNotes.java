package cloud.bleu.operator.evidence;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.change.StandingNotes;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.placement.estate.BreakGlassStanding;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The break-glasses of a pass as they stand in the chain: opened, countersigned, not countersigned
 * in time, ended. Each step is recorded once, whoever leads. One that nobody countersigned stays
 * open until somebody does, or removes it. Persons stand under pseudonyms, the reason as its
 * SHA-256.
 */
final class BreakGlassNotes {

  private final Set<ChainNote> standing = new LinkedHashSet<>();
  private final Map<WorkloadId, String> uids = new HashMap<>();
  private final SortedMap<WorkloadId, BreakGlassStanding> standings;

  /**
   * @param pseudonym of a person
   */
  BreakGlassNotes(
      List<BleuWorkload> workloads,
      SortedMap<WorkloadId, BreakGlassStanding> standings,
      UnaryOperator<String> pseudonym) {
    this.standings = standings;
    workloads.forEach(
        w -> uids.put(ObjectRef.workload(w), String.valueOf(w.getMetadata().getUid())));
    standings.forEach(
        (id, is) -> {
          BreakGlass glass = is.glass();
          if (glass != null && is.state() != BreakGlassState.Expired) {
            stands(content(id, glass, pseudonym), glass, is.state(), pseudonym);
          }
        });
  }

  private void stands(
      SortedMap<String, String> content,
      BreakGlass glass,
      BreakGlassState state,
      UnaryOperator<String> pseudonym) {
    standing.add(new ChainNote(EntryKinds.BREAK_GLASS_OPENED, content));
    if (state == BreakGlassState.Unsigned) {
      standing.add(new ChainNote(EntryKinds.BREAK_GLASS_UNSIGNED, content));
    }
    String second = glass.countersignedBy();
    if (second != null) {
      SortedMap<String, String> signed = new TreeMap<>(content);
      signed.put("countersignedBy", pseudonym.apply(second));
      standing.add(new ChainNote(EntryKinds.BREAK_GLASS_COUNTERSIGNED, signed));
    }
  }

  private SortedMap<String, String> content(
      WorkloadId id, BreakGlass glass, UnaryOperator<String> pseudonym) {
    return new TreeMap<>(
        Map.of(
            "namespace",
            id.namespace(),
            "workload",
            id.name(),
            "uid",
            uids.getOrDefault(id, ""),
            "zone",
            glass.zone(),
            "from",
            glass.from().toString(),
            "until",
            glass.until().toString(),
            "reason",
            "sha256:" + Digest.hexOf(glass.reason()),
            "openedBy",
            pseudonym.apply(glass.by())));
  }

  /** What is so now, each as it is recorded once. */
  Set<ChainNote> standing() {
    return standing;
  }

  /** Whether something that the chain says is so still, or needs no entry when it is not. */
  boolean stillSays(ChainNote recorded) {
    return !recorded.kind().equals(EntryKinds.BREAK_GLASS_OPENED)
        || standing.stream().anyMatch(now -> StandingNotes.isSameBreakGlass(now, recorded));
  }

  /** The entry that a break-glass which was opened is over; null for what has none. */
  @Nullable ChainNote ended(ChainNote opened) {
    if (!opened.kind().equals(EntryKinds.BREAK_GLASS_OPENED)) {
      return null;
    }
    TreeMap<String, String> content = new TreeMap<>(opened.content());
    content.put("as", as(opened));
    return new ChainNote(EntryKinds.BREAK_GLASS_ENDED, content);
  }

  private String as(ChainNote opened) {
    WorkloadId id =
        new WorkloadId(
            opened.content().getOrDefault("namespace", ""),
            opened.content().getOrDefault("workload", ""));
    if (!opened.content().getOrDefault("uid", "").equals(uids.get(id))) {
      return "Deleted";
    }
    BreakGlassStanding is = standings.get(id);
    if (is == null) {
      return "Removed";
    }
    BreakGlass glass = is.glass();
    return glass != null
            && is.state() == BreakGlassState.Expired
            && glass.from().toString().equals(opened.content().get("from"))
            && glass.zone().equals(opened.content().get("zone"))
        ? "Expired"
        : "Replaced";
  }
}
