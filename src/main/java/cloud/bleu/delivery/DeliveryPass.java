package cloud.bleu.delivery;

import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.delivery.zone.ZoneManifest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over the children of one workload: what is due, and what became of it. */
final class DeliveryPass {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryPass.class);

  private final ChildWriter writer;
  private final Applied applied;
  private final AcceptedTemplates templates;

  final Order order;
  final String owner;
  final List<ObservedChild> mine = new ArrayList<>();
  final Map<String, HasMetadata> others = new HashMap<>();
  final List<Problem> problems = new ArrayList<>();
  boolean again;
  boolean idle;
  boolean covered;
  @Nullable EgressReport egress;

  DeliveryPass(Order order, ChildWriter writer, Applied applied, AcceptedTemplates templates) {
    this.order = order;
    this.writer = writer;
    this.applied = applied;
    this.templates = templates;
    this.owner = order.workload().getMetadata().getUid();
    for (HasMetadata object : order.existing()) {
      ObservedChild child = ObservedChild.of(object);
      if (owner.equals(child.controller())) {
        if (object.getMetadata().getDeletionTimestamp() == null) {
          mine.add(child);
        }
      } else {
        others.put(object.getKind() + "/" + child.name(), object);
      }
    }
  }

  List<Step> due(List<ZoneManifest> desired) {
    List<Step> due =
        Rollout.due(
            desired,
            compared(desired),
            new Rollout.Closed(order.lost(), order.silent(), order.uncertain(), untouched()));
    if (!due.isEmpty() && LOG.isDebugEnabled()) {
      LOG.debug(
          "{}: {}",
          order.workload().getMetadata().getName(),
          due.stream().map(DeliveryPass::brief).toList());
    }
    return due;
  }

  /** Writes; says whether some write found its object as it should be already. */
  boolean carryOutAll(List<Step> due) {
    idle = false;
    due.forEach(this::carryOut);
    return idle;
  }

  List<ZoneManifest> withoutConflicts(List<ZoneManifest> desired) {
    List<ZoneManifest> free = new ArrayList<>();
    for (ZoneManifest d : desired) {
      if (others.containsKey(d.object().getKind() + "/" + d.name())) {
        conflict(d);
      } else {
        free.add(d);
      }
    }
    return free;
  }

  void conflict(ZoneManifest d) {
    problems.add(
        new Problem(
            "NameConflict",
            d.object().getKind()
                + " "
                + d.name()
                + " belongs to somebody else and is not touched: delete or rename it",
            false));
  }

  /** Children, with the template forgotten of those that no longer say what was applied. */
  List<ObservedChild> compared(List<ZoneManifest> desired) {
    Map<String, ZoneManifest> byName = new HashMap<>();
    desired.forEach(d -> byName.put(d.name(), d));
    List<ObservedChild> compared = new ArrayList<>();
    for (ObservedChild child : mine) {
      ZoneManifest d = byName.get(child.name());
      compared.add(d == null ? child : applied.compare(d, child));
    }
    return compared;
  }

  /** Zones of which no node selector is known: what stands there is left as it is. */
  Set<String> untouched() {
    Set<String> zones = new HashSet<>();
    order.assignments().forEach(a -> zones.add(a.zone()));
    zones.removeAll(order.selectors().keySet());
    return zones;
  }

  /** Whether the server would take every child that is not as desired yet. */
  boolean templateAccepted(List<Step> due, List<ZoneManifest> desired) {
    Problem problem =
        templates.refused(
            order.workload().getMetadata().getNamespace()
                + "/"
                + order.workload().getMetadata().getName(),
            due,
            desired,
            mine);
    if (problem != null) {
      problems.add(problem);
    }
    return problem == null;
  }

  void carryOut(Step step) {
    try {
      if (step instanceof Step.Apply apply) {
        apply(apply);
      } else if (step instanceof Step.Scale scale) {
        applied.scaled(writer.scale(scale.child().object(), scale.replicas(), Map.of()));
      } else if (step instanceof Step.Delete delete) {
        writer.delete(delete.child().object());
        applied.forget(delete.child().uid());
      }
    } catch (KubernetesClientException e) {
      if (ChildWriter.stale(e)) {
        again = true;
      } else {
        problems.add(ChildWriter.refused("zone " + step.zone(), e));
      }
    }
  }

  private void apply(Step.Apply step) {
    HasMetadata object = Replicas.set(step.child().object(), step.replicas());
    if (!seen(step.child())) {
      applied.applied(step.child(), writer.create(object));
      return;
    }
    HasMetadata live = writer.read(object);
    if (live == null) {
      again = true;
      return;
    }
    if (!owner.equals(ObservedChild.controller(live))) {
      conflict(step.child());
      return;
    }
    HasMetadata result = writer.apply(object, live);
    applied.applied(step.child(), result);
    idle |=
        live.getMetadata().getResourceVersion().equals(result.getMetadata().getResourceVersion());
  }

  /** Whether the cache has the child, and not on its way out. */
  private boolean seen(ZoneManifest child) {
    return mine.stream()
        .anyMatch(
            c ->
                c.name().equals(child.name())
                    && c.object().getKind().equals(child.object().getKind()));
  }

  Report report(boolean nothingDue) {
    return new Report(mine, problems, nothingDue && problems.isEmpty(), again, covered, egress);
  }

  private static String brief(Step step) {
    if (step instanceof Step.Apply a) {
      return "apply " + a.child().name() + " with " + a.replicas();
    }
    if (step instanceof Step.Scale s) {
      return "scale " + s.child().name() + " to " + s.replicas();
    }
    return "delete " + ((Step.Delete) step).child().name();
  }
}
