package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.PolicyDigest;
import cloud.bleu.api.v1alpha1.Relaxation;
import cloud.bleu.api.v1alpha1.WaiverInUse;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Explanation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Fact;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Rejected;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.ZoneStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About how many bytes of JSON parts of a WorkloadPlacement take; rather more than less. */
final class StoredSize {

  /** Braces, quotes, names of fields and figures of an item with a few fields. */
  private static final long ITEM = 64;

  private StoredSize() {}

  static long of(@Nullable WorkloadPlacementSpec spec) {
    if (spec == null) {
      return 0;
    }
    long bytes = 8 * ITEM;
    for (var assignment : spec.assignments()) {
      bytes += ITEM + text(assignment.zone());
    }
    for (var alike : spec.plan()) {
      bytes += ITEM + names(alike.zones());
      bytes += alike.packed() == null ? 0 : 2 * ITEM + text(alike.packed().data());
      for (var loss : alike.losses()) {
        bytes += ITEM / 2 + text(loss.event()) + names(loss.from());
        for (var move : loss.moves()) {
          bytes += ITEM / 2 + 8 + text(move.from()) + text(move.to());
        }
      }
      for (var target : alike.to()) {
        bytes += ITEM / 2 + names(target.zones());
      }
      for (var apart : alike.apart()) {
        bytes += ITEM / 2 + names(apart.from()) + names(apart.last());
      }
      for (var eviction : alike.evicts()) {
        bytes += ITEM + text(eviction.namespace()) + text(eviction.name()) + text(eviction.zone());
      }
    }
    return bytes;
  }

  private static long names(List<String> names) {
    return names.stream().mapToLong(StoredSize::of).sum();
  }

  static long of(Rejected zone) {
    long bytes = ITEM / 2 + text(zone.zone());
    for (String code : zone.codes()) {
      bytes += 3 + text(code);
    }
    return bytes;
  }

  static long of(Relaxation set) {
    long bytes = ITEM / 2;
    for (var change : set.changes()) {
      bytes += ITEM + text(change.path()) + text(change.from()) + text(change.to());
    }
    return bytes;
  }

  static long of(WaiverInUse waiver) {
    long bytes = ITEM * 3 + text(waiver.name()) + text(waiver.policyRef()) + text(waiver.rule());
    for (String code : waiver.codes()) {
      bytes += of(code);
    }
    for (String zone : waiver.zones()) {
      bytes += of(zone);
    }
    return bytes;
  }

  static long ofZones(List<ZoneStatus> zones) {
    return zones.stream()
        .mapToLong(
            zone ->
                ITEM
                    + text(zone.zone())
                    + (zone.unknownSince() == null ? 0 : ITEM + text(zone.unknownSince())))
        .sum();
  }

  static long ofConditions(List<Condition> conditions) {
    return conditions.stream()
        .mapToLong(c -> ITEM * 3 + text(c.getReason()) + text(c.getMessage()))
        .sum();
  }

  static long of(PolicyDigest policy) {
    return ITEM / 2 + text(policy.name()) + text(policy.digest());
  }

  static long of(Explanation explanation) {
    long bytes =
        ITEM * 3
            + text(explanation.rule())
            + text(explanation.policy())
            + text(explanation.code())
            + text(explanation.message());
    for (String zone : explanation.zones()) {
      bytes += text(zone) + 3;
    }
    for (String id : explanation.requirements()) {
      bytes += text(id) + 3;
    }
    return bytes;
  }

  static long of(Fact fact) {
    return ITEM + text(fact.name()) + text(fact.value());
  }

  /** Of a name that an item has in a list. */
  static long of(String name) {
    return text(name) + 3;
  }

  /** The beginning of a text that takes no more than so many bytes, with a sign where it ends. */
  static String cut(String text, long bytes) {
    if (text(text) <= bytes) {
      return text;
    }
    long left = bytes - text("…");
    int end = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      left -= bytes(character);
      if (left < 0) {
        break;
      }
      end += Character.charCount(character);
    }
    return text.substring(0, end) + "…";
  }

  /** 0 of what is absent: of a policy that is not there nobody knows a digest. */
  private static long text(@Nullable String text) {
    long bytes = 0;
    for (int i = 0; text != null && i < text.length(); ) {
      int character = text.codePointAt(i);
      bytes += bytes(character);
      i += Character.charCount(character);
    }
    return bytes;
  }

  /** Of a character as the API server writes JSON: it also escapes what means something in HTML. */
  private static int bytes(int character) {
    return switch (character) {
      case '"', '\\', '\n', '\r', '\t' -> 2;
      case '<', '>', '&', 0x2028, 0x2029 -> 6;
      default ->
          character < 0x20
              ? 6
              : character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    };
  }
}
