package cloud.bleu.operator.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.karmada.KarmadaObjects;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.operator.pass.adoption.AdoptionSource;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Bindings of workloads that take over replicas which run in clusters already. Any thread may ask.
 */
public final class AdoptedBindings implements AdoptionSource {

  private final BindingWorkloads workloads;
  private final KarmadaObjects objects;
  private final ClusterRooms rooms;
  private final Predicate<String> declared;
  private final BooleanSupplier pending;
  private final BooleanSupplier listed;

  /** Workloads about which it was last asked what runs of them, with what was answered. */
  private final Map<String, Told> asked = new ConcurrentHashMap<>();

  /**
   * What was said of one.
   *
   * @param running by cluster
   * @param standing what exists, by cluster
   * @param assigned what is to exist, by cluster
   * @param empty whether nothing of it is anywhere
   */
  private record Told(
      Map<String, Integer> running,
      Map<String, Integer> standing,
      Map<String, Integer> assigned,
      boolean empty) {
    private static final Told NOTHING = new Told(Map.of(), Map.of(), Map.of(), false);

    /** While it is being looked at: a change may come before it is known what was said. */
    private static final Told LOOKING = new Told(Map.of("", -1), Map.of(), Map.of(), false);
  }

  /**
   * @param rooms of the clusters
   * @param declared whether somebody declares the room of a zone
   * @param pending whether Karmada is asked for the first time, and may answer any moment
   * @param listed whether all bindings were listed by this process
   */
  AdoptedBindings(
      BindingWorkloads workloads,
      KarmadaObjects objects,
      ClusterRooms rooms,
      Predicate<String> declared,
      BooleanSupplier pending,
      BooleanSupplier listed) {
    this.listed = listed;
    this.workloads = workloads;
    this.objects = objects;
    this.rooms = rooms;
    this.declared = declared;
    this.pending = pending;
  }

  /**
   * By workload and zone how many replicas are available of the newest template; 0 where some are
   * there of which that is not known. No zone for one that may have a binding with replicas later,
   * as when that is still of another scheduler. Not in it is one of a binding that is empty: it
   * takes over nothing.
   *
   * @param undecided workloads for which nothing is decided
   */
  @Override
  public Map<WorkloadId, Map<String, Integer>> running(List<BleuWorkload> undecided) {
    Set<String> subjects = new HashSet<>();
    Map<WorkloadId, Map<String, Integer>> running = new TreeMap<>();
    for (BleuWorkload workload : undecided) {
      String subject = BindingWorkloads.subject(workload);
      if (subject != null) {
        subjects.add(subject);
        asked.put(subject, Told.LOOKING);
        ResourceBinding binding = objects.binding(subject);
        Told told = told(binding);
        asked.put(subject, told);
        boolean own = isOwn(workload, subject);
        if (own && told.empty()) {
          continue;
        }
        running.put(ObjectRef.workload(workload), own ? zones(told.running()) : new TreeMap<>());
      }
    }
    asked.keySet().retainAll(subjects);
    return running;
  }

  /**
   * Workloads of which it is not known yet what runs, or which part of the room that Karmada
   * reports is theirs. That is known half a minute after it was seen.
   */
  @Override
  public Set<WorkloadId> awaited(List<BleuWorkload> undecided) {
    Set<WorkloadId> awaited = new TreeSet<>();
    for (BleuWorkload workload : undecided) {
      String subject = BindingWorkloads.subject(workload);
      if (subject != null && (pending.getAsBoolean() || isAwaited(workload, subject))) {
        awaited.add(ObjectRef.workload(workload));
      }
    }
    return awaited;
  }

  /**
   * Whether it is not known yet what runs in a zone, however long that takes. That holds as well
   * where Karmada reports the room: what was recorded of it has the room in it of what a decision
   * has taken away and that still stands.
   */
  @Override
  public boolean isUnseen(String zone) {
    return !listed.getAsBoolean() && objects.cluster(zone) != null;
  }

  private boolean isAwaited(BleuWorkload workload, String subject) {
    ResourceBinding binding = own(workload, subject);
    return binding != null
        && binding.standing().entrySet().stream()
            .anyMatch(
                one -> {
                  String zone = objects.zone(one.getKey());
                  return zone != null
                      && !declared.test(zone)
                      && objects.reach(one.getKey()).isReached()
                      && !rooms.isKnown(one.getKey(), subject, one.getValue());
                });
  }

  /** How much more room a zone would have if something were decided for some workloads. */
  @Override
  public Quantities gain(String zone, Set<WorkloadId> decided) {
    String cluster = objects.cluster(zone);
    if (cluster == null || !objects.reach(cluster).isReached()) {
      return Quantities.NONE;
    }
    Set<String> subjects = new HashSet<>();
    for (WorkloadId id : decided) {
      BleuWorkload workload = workloads.of(id);
      String subject = workload == null ? null : BindingWorkloads.subject(workload);
      if (subject != null) {
        subjects.add(subject);
      }
    }
    return rooms.gain(cluster, subjects);
  }

  /** Whether a workload is carried out by a binding, be that there or not. */
  public boolean concerns(WorkloadId id) {
    BleuWorkload workload = workloads.of(id);
    return workload != null && BindingWorkloads.subject(workload) != null;
  }

  /** By zone how many replicas of a workload exist by its binding, if that is its own. */
  @Override
  public Map<String, Integer> standing(WorkloadId id) {
    BleuWorkload workload = workloads.of(id);
    String subject = workload == null ? null : BindingWorkloads.subject(workload);
    ResourceBinding binding = workload == null ? null : own(workload, subject);
    return binding == null ? Map.of() : zones(binding.standing());
  }

  /** Whether by now another thing is to be said of what runs though nothing is decided for it. */
  boolean concerns(String subject) {
    Told told = asked.get(subject);
    return told != null && !told.equals(told(objects.binding(subject)));
  }

  private Told told(@Nullable ResourceBinding binding) {
    if (binding == null) {
      return Told.NOTHING;
    }
    String[] subject = ResourceBinding.subject(binding.object()).split("/", -1);
    return subject.length < 3
        ? Told.NOTHING
        : new Told(
            binding.running(objects.generation(subject[0], subject[2])),
            binding.standing(),
            binding.clusters(),
            binding.isEmpty());
  }

  private boolean isOwn(BleuWorkload workload, String subject) {
    return workload.getMetadata().getName().equals(workloads.decider(subject));
  }

  private @Nullable ResourceBinding own(BleuWorkload workload, @Nullable String subject) {
    return subject != null && isOwn(workload, subject) ? objects.binding(subject) : null;
  }

  /** What clusters have, by the zones that they are. */
  private Map<String, Integer> zones(Map<String, Integer> clusters) {
    Map<String, Integer> zones = new TreeMap<>();
    clusters.forEach(
        (cluster, replicas) -> {
          String zone = objects.zone(cluster);
          if (zone != null) {
            zones.put(zone, replicas);
          }
        });
    return zones;
  }
}
