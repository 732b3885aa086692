package cloud.bleu.operator.evidence;

import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.SovereigntyWaiverSpec;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.change.NotesInForce;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.time.InstantText;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.policy.WaiverStanding;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * The waivers of a pass as they stand in the chain: which are approved or in force, and what runs
 * on them. Persons stand under pseudonyms. The reason is free text that may name somebody, so only
 * its SHA-256 is there.
 */
final class WaiverNotes {

  private final UnaryOperator<String> pseudonym;
  private final Map<ObjectRef, WaiverState> states = new HashMap<>();
  private final Map<ObjectRef, SovereigntyWaiver> objects = new HashMap<>();
  private final Set<ChainNote> standing = new LinkedHashSet<>();

  /**
   * @param uses of waivers, by workload
   * @param pseudonym of a person
   */
  WaiverNotes(
      List<SovereigntyWaiver> waivers,
      List<WaiverStanding> standings,
      Map<WorkloadId, List<WaiverUse>> uses,
      UnaryOperator<String> pseudonym) {
    this.pseudonym = pseudonym;
    waivers.forEach(w -> objects.put(ObjectRef.of(w), w));
    for (WaiverStanding one : standings) {
      states.put(one.object(), one.state());
      SovereigntyWaiver object = objects.get(one.object());
      if (object != null && one.state() == WaiverState.InForce) {
        standing.add(new ChainNote(EntryKinds.WAIVER_IN_FORCE, content(object)));
      } else if (object != null && one.state() == WaiverState.NotYetInForce) {
        standing.add(new ChainNote(EntryKinds.WAIVER_APPROVED, content(object)));
      }
    }
    uses.forEach((workload, all) -> all.forEach(use -> standing.add(used(workload, use))));
  }

  /** What is so now, each as it is recorded when it begins. */
  Set<ChainNote> standing() {
    return standing;
  }

  /** Whether something that the chain says is so still: the same waiver, or the same use of it. */
  boolean stillSays(ChainNote recorded) {
    boolean use = recorded.kind().equals(EntryKinds.WAIVER_USED);
    return standing.stream()
        .anyMatch(
            now ->
                use
                    ? now.equals(recorded)
                    : !now.kind().equals(EntryKinds.WAIVER_USED)
                        && NotesInForce.waiver(now).equals(NotesInForce.waiver(recorded)));
  }

  /**
   * The entry that something is not so any more which ended while nobody recorded: with the instant
   * at which it did, or the time in which, where only that is known.
   *
   * @param since time of the last entry before, null when nobody knows
   */
  ChainNote endedMeanwhile(ChainNote recorded, @Nullable Instant since, Instant now) {
    boolean use = recorded.kind().equals(EntryKinds.WAIVER_USED);
    TreeMap<String, String> content = new TreeMap<>(recorded.content());
    Instant latest = now.truncatedTo(ChronoUnit.SECONDS);
    String as = use ? "" : now(recorded);
    Instant until = InstantText.parse(content.get("until"));
    if (!use) {
      content.put("as", as);
    }
    if (until != null && as.equals(WaiverState.Expired.name())) {
      content.put("ended", until.toString());
    } else {
      if (since != null) {
        content.put("endedAfter", since.truncatedTo(ChronoUnit.SECONDS).toString());
      }
      // Whatever became of it: after its end it did not count.
      content.put("endedBy", (until != null && until.isBefore(latest) ? until : latest).toString());
    }
    return new ChainNote(use ? EntryKinds.WAIVER_USE_ENDED : EntryKinds.WAIVER_ENDED, content);
  }

  /** How a waiver stands that was recorded before: the reason of its condition, or Deleted. */
  String now(ChainNote recorded) {
    ObjectRef ref =
        new ObjectRef(
            "SovereigntyWaiver",
            recorded.content().get("namespace"),
            String.valueOf(recorded.content().get("waiver")));
    SovereigntyWaiver object = objects.get(ref);
    WaiverState state = states.get(ref);
    return object == null
            || state == null
            || !String.valueOf(object.getMetadata().getUid()).equals(recorded.content().get("uid"))
        ? "Deleted"
        : state.name();
  }

  private SortedMap<String, String> content(SovereigntyWaiver object) {
    SovereigntyWaiverSpec spec = object.getSpec();
    SortedMap<String, String> content = names(object);
    put(content, "policy", spec.policyRef());
    put(content, "rule", spec.rule());
    put(content, "workload", spec.workloadRef() == null ? null : spec.workloadRef().name());
    put(content, "zones", spec.zones().isEmpty() ? "all" : String.join(", ", spec.zones()));
    put(content, "from", spec.notBefore());
    put(content, "until", spec.expirationTime());
    put(content, "reason", spec.reason() == null ? null : "sha256:" + Digest.hexOf(spec.reason()));
    put(content, "requestedBy", person(spec.requestedBy()));
    put(content, "approvedBy", person(spec.approvedBy()));
    put(content, "approvedStatement", spec.approvedStatement());
    return content;
  }

  private @Nullable String person(@Nullable String name) {
    return name == null || name.isEmpty() ? null : pseudonym.apply(name);
  }

  private ChainNote used(WorkloadId workload, WaiverUse use) {
    SovereigntyWaiver object =
        objects.get(new ObjectRef("SovereigntyWaiver", workload.namespace(), use.waiver().name()));
    SortedMap<String, String> content =
        object == null
            ? new TreeMap<>(
                Map.of("namespace", workload.namespace(), "waiver", use.waiver().name()))
            : names(object);
    content.put("workload", workload.name());
    content.put("zone", use.verdict().zone());
    content.put("rule", use.statement().name());
    content.put("code", use.verdict().code());
    put(content, "policy", use.statement().policy());
    if (!use.verdict().requirements().isEmpty()) {
      content.put("requirements", String.join(", ", use.verdict().requirements()));
    }
    return new ChainNote(EntryKinds.WAIVER_USED, content);
  }

  private static SortedMap<String, String> names(SovereigntyWaiver object) {
    TreeMap<String, String> content = new TreeMap<>();
    put(content, "namespace", object.getMetadata().getNamespace());
    put(content, "waiver", object.getMetadata().getName());
    put(content, "uid", String.valueOf(object.getMetadata().getUid()));
    return content;
  }

  private static void put(Map<String, String> content, String name, @Nullable String value) {
    if (value != null) {
      content.put(name, value);
    }
  }
}
