package cloud.bleu.sandbox;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A hub and member clusters beside it on 127.0.0.1. Each is a real control plane with an authority,
 * users, nodes and objects of its own. They share one etcd, in which each has a prefix: what pauses
 * or ends etcd concerns all of them.
 *
 * <p>The hub has no nodes: {@link FakeNodes} adds some. Nothing outlives this JVM, however it ends.
 */
public final class Fleet implements AutoCloseable {
  private static final String HUB = "hub";
  private static final String MEMBER = "member-";

  private final PlaneStore store;

  /** The hub, then the members by number. */
  private final List<ControlPlane> planes = new ArrayList<>();

  private final List<FleetMember> members = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Fleet(PlaneStore store) {
    this.store = store;
  }

  /**
   * Starts all planes at once and returns when all are ready.
   *
   * @param flags of every plane
   * @param members how many, beside the hub; 0: the hub alone
   * @param first done on the hub as in {@link ControlPlane#start(ControlPlaneBinaries, PlaneFlags,
   *     Consumer)}
   * @throws ControlPlaneException if a program is missing, or a process ends or is not ready within
   *     two minutes; the message names the plane and has the end of the log
   */
  public static Fleet start(
      ControlPlaneBinaries binaries,
      PlaneFlags flags,
      int members,
      Consumer<KubernetesClient> first) {
    return start(binaries, flags, flags, members, first);
  }

  /**
   * Starts a fleet whose hub has other flags than its members.
   *
   * @param flags of every member, and of etcd
   * @param ofHub flags of the hub
   * @throws ControlPlaneException likewise
   */
  public static Fleet start(
      ControlPlaneBinaries binaries,
      PlaneFlags flags,
      PlaneFlags ofHub,
      int members,
      Consumer<KubernetesClient> first) {
    Fleet fleet = new Fleet(PlaneStore.open(binaries, flags.etcd()));
    try {
      fleet.launch(flags, ofHub, members, first);
      return fleet;
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  private void launch(
      PlaneFlags flags, PlaneFlags ofHub, int count, Consumer<KubernetesClient> first) {
    planes.add(ControlPlane.on(store, HUB, ofHub));
    for (int number = 1; number <= count; number++) {
      planes.add(ControlPlane.on(store, MEMBER + number, flags));
    }
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (ControlPlane plane : planes) {
      tasks.add(
          () -> {
            plane.launch(plane == hub() ? first : admin -> {});
            return true;
          });
    }
    allDone(tasks);
    planes.stream()
        .skip(1)
        .map(plane -> FleetMember.on(plane, flags.heartbeat()))
        .forEach(members::add);
  }

  /** Returns when all have ended; the first failure is thrown then. */
  private static void allDone(List<Callable<Boolean>> tasks) {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      for (Future<Boolean> task : threads.invokeAll(tasks)) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException("interrupted while waiting for the control planes", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** What all of it stands on. */
  PlaneStore store() {
    return store;
  }

  /** The plane that the operator belongs on. */
  public ControlPlane hub() {
    return planes.get(0);
  }

  /** {@code member-1}, {@code member-2} and so on, ready or not. */
  public List<FleetMember> members() {
    return List.copyOf(members);
  }

  /**
   * The text of one kubeconfig for the user who may do everything everywhere: the current context
   * is the hub's, each member has one that is named as it is.
   */
  public String kubeconfig() {
    Map<String, Kubeconfig.Access> contexts = new LinkedHashMap<>();
    contexts.put(Kubeconfig.NAME, hub().adminAccess());
    members.forEach(member -> contexts.put(member.name(), member.plane().adminAccess()));
    return Kubeconfig.of(contexts);
  }

  /** Stops every process, paused ones too, and removes all files. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      members.forEach(FleetMember::close);
      planes.parallelStream().forEach(ControlPlane::close);
      store.close();
    }
  }
}
