package cloud.bleu.evidence.chain;

import cloud.bleu.placement.model.WorkloadId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workload that an entry beside decisions is about: each kind names it in fields of its own.
 *
 * @param ofWaiver whether the entry tells of a waiver
 */
public record EntrySubject(WorkloadId workload, boolean ofWaiver) {

  /** Kinds that name it as {@code name}, where there is a {@code namespace}. */
  private static final Set<String> NAMED =
      Set.of(EntryKinds.VIOLATION, EntryKinds.VIOLATION_ENDED, EntryKinds.ENFORCEMENT_REMOVED);

  /** Kinds that name it as {@code workload}, beside the waiver. */
  private static final Set<String> WAIVERS =
      Set.of(
          EntryKinds.WAIVER_APPROVED,
          EntryKinds.WAIVER_IN_FORCE,
          EntryKinds.WAIVER_ENDED,
          EntryKinds.WAIVER_USED,
          EntryKinds.WAIVER_USE_ENDED);

  /** The subject of an entry; null where it names no workload, and for unknown kinds. */
  public static @Nullable EntrySubject of(ChainLine line) {
    boolean waiver = WAIVERS.contains(line.kind());
    String field =
        NAMED.contains(line.kind())
            ? "name"
            : waiver || EntryKinds.OF_BREAK_GLASS.contains(line.kind()) ? "workload" : null;
    String namespace = line.content("namespace");
    String name = field == null ? null : line.content(field);
    return namespace == null || name == null
        ? null
        : new EntrySubject(new WorkloadId(namespace, name), waiver);
  }
}
