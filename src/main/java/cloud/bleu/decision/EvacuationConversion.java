package cloud.bleu.decision;

import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.evacuation.LossGroup;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evacuation plan of a decision, between the records of the API and the groups of the engine.
 *
 * <p>An entry that was exported is read from its line, by {@code DecisionText}: an export is
 * verified without the types of the API.
 */
public final class EvacuationConversion {

  /** What becomes of values that no plan of the operator has. */
  public interface ValueCheck {

    /** A number of replicas; one that is absent is none. */
    int count(@Nullable Integer replicas, String path);

    /** An event by its text; null: the loss is passed over. */
    Contingency.@Nullable Event event(String text, String path);

    /** Told of an event or of a name that is absent; the item that is to have it is passed over. */
    void missing(String path);
  }

  /**
   * Takes numbers as they are. What is no event, or has no name, is an {@link
   * IllegalArgumentException}.
   */
  public static final ValueCheck AS_WRITTEN =
      new ValueCheck() {
        @Override
        public int count(@Nullable Integer replicas, String path) {
          return replicas == null ? 0 : replicas;
        }

        @Override
        public Contingency.Event event(String text, String path) {
          return Contingency.Event.of(text);
        }

        @Override
        public void missing(String path) {
          throw new IllegalArgumentException(path + " is missing");
        }
      };

  private final ValueCheck check;

  /** Whether the plan stands in the early form, an event to an item. */
  private final boolean early;

  private EvacuationConversion(ValueCheck check, boolean early) {
    this.check = check;
    this.early = early;
  }

  /** The groups of a plan as the API has them. */
  public static List<Evacuation> written(List<LossGroup> groups) {
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
        group.evicts().stream().map(EvacuationConversion::written).toList(),
        group.keeps());
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
   * The groups of the plan of a written decision, in whichever form it stands there.
   *
   * @param check told the path of each value, from {@code spec} on
   */
  public static List<LossGroup> read(WorkloadPlacementSpec spec, ValueCheck check) {
    boolean early = spec.evacuation().isEmpty();
    EvacuationConversion conversion = new EvacuationConversion(check, early);
    List<LossGroup> groups = new ArrayList<>();
    int i = 0;
    for (Evacuation item : spec.plan()) {
      groups.add(
          conversion.read(item, (early ? "spec.contingency[" : "spec.evacuation[") + i++ + "]"));
    }
    return groups;
  }

  private LossGroup read(Evacuation item, String path) {
    List<LossGroup.Loss> losses = new ArrayList<>();
    int i = 0;
    for (Evacuation.Loss loss : item.losses()) {
      LossGroup.Loss one = read(loss, early ? path : path + ".losses[" + i++ + "]");
      if (one != null) {
        losses.add(one);
      }
    }
    String to = path + ".to";
    return new LossGroup(
        item.zones(),
        Boolean.TRUE.equals(item.otherZones()),
        losses,
        item.to().stream()
            .map(t -> new LossGroup.Target(t.zones(), t.through(), check.count(t.replicas(), to)))
            .toList(),
        evicts(item.evicts(), path + ".evicts"),
        check.count(item.keeps(), path + ".keeps"));
  }

  private LossGroup.@Nullable Loss read(Evacuation.Loss loss, String path) {
    if (loss.event() == null) {
      check.missing(path + ".event");
      return null;
    }
    Contingency.Event event = check.event(loss.event(), path + ".event");
    if (event == null) {
      return null;
    }
    return new LossGroup.Loss(event, loss.from(), moves(loss.moves(), path + ".moves"));
  }

  private List<Contingency.Move> moves(
      List<cloud.bleu.api.v1alpha1.Contingency.Move> written, String path) {
    List<Contingency.Move> moves = new ArrayList<>();
    int i = 0;
    for (cloud.bleu.api.v1alpha1.Contingency.Move m : written) {
      int item = i++;
      if (isThere(m.from(), path, item, "from") && isThere(m.to(), path, item, "to")) {
        moves.add(new Contingency.Move(m.from(), m.to(), check.count(m.replicas(), path)));
      }
    }
    return moves;
  }

  private List<Contingency.Eviction> evicts(
      List<cloud.bleu.api.v1alpha1.Contingency.Eviction> written, String path) {
    List<Contingency.Eviction> evicts = new ArrayList<>();
    int i = 0;
    for (cloud.bleu.api.v1alpha1.Contingency.Eviction e : written) {
      int item = i++;
      if (isThere(e.namespace(), path, item, "namespace")
          && isThere(e.name(), path, item, "name")
          && isThere(e.zone(), path, item, "zone")) {
        evicts.add(
            new Contingency.Eviction(
                new WorkloadId(e.namespace(), e.name()),
                e.zone(),
                check.count(e.replicas(), path)));
      }
    }
    return evicts;
  }

  private boolean isThere(@Nullable String name, String list, int item, String field) {
    if (name == null) {
      check.missing(list + "[" + item + "]." + field);
    }
    return name != null;
  }
}
