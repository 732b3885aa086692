package cloud.bleu.decision;

import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.evacuation.LossGroup;
import cloud.bleu.placement.evacuation.PlanReader;
import cloud.bleu.placement.evacuation.ValueCheck;
import cloud.bleu.placement.evacuation.WrittenValue;
import cloud.bleu.placement.model.Contingency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evacuation plan of a decision, between the records of the API and the groups of the engine.
 */
public final class EvacuationConversion {

  private EvacuationConversion() {}

  /**
   * A plan as the API has it: packed where that many items are read by nobody.
   *
   * @param losses that it answers
   */
  public static List<Evacuation> written(List<LossGroup> groups, int losses) {
    return PackedEvacuation.whereLong(readable(groups), losses);
  }

  /** The groups of a plan as the API has them, item by item. */
  public static List<Evacuation> readable(List<LossGroup> groups) {
    return groups.stream().map(EvacuationConversion::written).toList();
  }

  private static Evacuation written(LossGroup group) {
    return new Evacuation(
        group.zones(),
        group.otherZones() ? true : null,
        group.losses().stream().map(EvacuationConversion::written).toList(),
        group.to().stream()
            .map(to -> new Evacuation.Target(to.zones(), to.through(), to.replicas()))
            .toList(),
        group.apart().stream()
            .map(apart -> new Evacuation.Apart(apart.from(), apart.last()))
            .toList(),
        group.evicts().stream().map(EvacuationConversion::written).toList(),
        group.keeps(),
        null);
  }

  private static Evacuation.Loss written(LossGroup.Loss loss) {
    return new Evacuation.Loss(
        loss.event().toString(),
        loss.from(),
        loss.moves().stream()
            .map(m -> new cloud.bleu.api.v1alpha1.Contingency.Move(m.from(), m.to(), m.replicas()))
            .toList());
  }

  private static cloud.bleu.api.v1alpha1.Contingency.Eviction written(Contingency.Eviction e) {
    return new cloud.bleu.api.v1alpha1.Contingency.Eviction(
        e.workload().namespace(), e.workload().name(), e.zone(), e.replicas());
  }

  /**
   * The plan of a written decision, in whichever form it stands there.
   *
   * @param check told the path of each value, from {@code spec} on
   * @throws IllegalArgumentException when nobody can read it; the message names the path
   */
  public static PlanReader.Read read(WorkloadPlacementSpec spec, ValueCheck check) {
    return new PlanReader(EvacuationConversion::item, PackedEvacuation::tree, check)
        .read("spec.", spec.evacuation(), spec.contingency());
  }

  /** The fields of a part of a plan, by the names that they have in an object. */
  static PlanReader.Item item(Object part, String path) {
    if (part instanceof Evacuation group) {
      return field -> field(group, field);
    }
    if (part instanceof Evacuation.Loss loss) {
      return field -> field(loss, field);
    }
    if (part instanceof Evacuation.Target target) {
      return field -> field(target, field);
    }
    if (part instanceof Evacuation.Apart apart) {
      return field -> field(apart, field);
    }
    if (part instanceof Evacuation.Packed packed) {
      return field -> field(packed, field);
    }
    if (part instanceof cloud.bleu.api.v1alpha1.Contingency.Move move) {
      return field -> field(move, field);
    }
    if (part instanceof cloud.bleu.api.v1alpha1.Contingency.Eviction eviction) {
      return field -> field(eviction, field);
    }
    if (part instanceof cloud.bleu.api.v1alpha1.Contingency early) {
      return field -> field(early, field);
    }
    throw WrittenValue.refusal(path, "part of a plan", part);
  }

  private static @Nullable Object field(Evacuation group, String field) {
    return switch (field) {
      case "zones" -> group.zones();
      case "otherZones" -> group.otherZones();
      case "losses" -> group.losses();
      case "to" -> group.to();
      case "apart" -> group.apart();
      case "evicts" -> group.evicts();
      case "keeps" -> group.keeps();
      case "packed" -> group.packed();
      default -> null;
    };
  }

  private static @Nullable Object field(Evacuation.Loss loss, String field) {
    return switch (field) {
      case "event" -> loss.event();
      case "from" -> loss.from();
      case "moves" -> loss.moves();
      default -> null;
    };
  }

  private static @Nullable Object field(Evacuation.Target target, String field) {
    return switch (field) {
      case "zones" -> target.zones();
      case "through" -> target.through();
      case "replicas" -> target.replicas();
      default -> null;
    };
  }

  private static @Nullable Object field(Evacuation.Apart apart, String field) {
    return switch (field) {
      case "from" -> apart.from();
      case "last" -> apart.last();
      default -> null;
    };
  }

  private static @Nullable Object field(Evacuation.Packed packed, String field) {
    return switch (field) {
      case "version" -> packed.version();
      case "losses" -> packed.losses();
      case "bytes" -> packed.bytes();
      case "data" -> packed.data();
      default -> null;
    };
  }

  private static @Nullable Object field(
      cloud.bleu.api.v1alpha1.Contingency.Move move, String field) {
    return switch (field) {
      case "from" -> move.from();
      case "to" -> move.to();
      case "replicas" -> move.replicas();
      default -> null;
    };
  }

  private static @Nullable Object field(
      cloud.bleu.api.v1alpha1.Contingency.Eviction eviction, String field) {
    return switch (field) {
      case "namespace" -> eviction.namespace();
      case "name" -> eviction.name();
      case "zone" -> eviction.zone();
      case "replicas" -> eviction.replicas();
      default -> null;
    };
  }

  private static @Nullable Object field(cloud.bleu.api.v1alpha1.Contingency early, String field) {
    return switch (field) {
      case "event" -> early.event();
      case "moves" -> early.moves();
      case "evicts" -> early.evicts();
      case "keeps" -> early.keeps();
      default -> null;
    };
  }
}
