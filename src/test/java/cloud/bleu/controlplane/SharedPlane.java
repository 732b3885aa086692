package cloud.bleu.controlplane;

import cloud.bleu.sandbox.ControlPlane;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A plane of classes that have none of their own, and the operator's account on it. The first test
 * of a class that asks for one takes it, and its class gives it back as it ends: so classes that
 * run at once, each in a thread of its own, have one each, and classes that follow one another have
 * the same. They live as long as the JVM, which stops them as it ends: Surefire launches class by
 * class where it runs more than one JVM, so nothing of JUnit's lives longer than a class.
 *
 * <p>Until the next class takes it its processes stand still (SIGSTOP). Asked for nothing they
 * would take a fiftieth of a processor.
 */
final class SharedPlane {
  /** Those that no class has. */
  private static final Deque<SharedPlane> FREE = new ConcurrentLinkedDeque<>();

  /** That of the class which this thread runs. */
  private static final ThreadLocal<@Nullable SharedPlane> TAKEN = new ThreadLocal<>();

  private final Once<ControlPlane> plane = new Once<>(ControlPlaneExtension::startShared);
  private final Once<OperatorAccount> account =
      new Once<>(() -> OperatorAccount.install(plane.get()));
  private final Standstill standstill = new Standstill(this::processes);
  private boolean endsWell;

  private SharedPlane() {}

  /** Ready, however long it stood still. */
  static ControlPlane plane() {
    return taken().ready();
  }

  static OperatorAccount account() {
    return taken().account.get();
  }

  /** Whether the class that this thread runs has one. */
  static boolean isTaken() {
    return TAKEN.get() != null;
  }

  /** Until another class takes it. */
  static void giveBack() {
    SharedPlane mine = TAKEN.get();
    if (mine != null) {
      TAKEN.remove();
      mine.standStill();
      FREE.push(mine);
    }
  }

  private static SharedPlane taken() {
    SharedPlane mine = TAKEN.get();
    if (mine == null) {
      SharedPlane free = FREE.poll();
      mine = free == null ? new SharedPlane() : free;
      mine.plane.get();
      TAKEN.set(mine);
    }
    return mine;
  }

  private ControlPlane ready() {
    ControlPlane ready = plane.get();
    if (standstill.end()) {
      ready.awaitReady();
    }
    return ready;
  }

  private void standStill() {
    if (!endsWell) {
      endsWell = true;
      // Else its API server, asked to end, waits for an etcd that stands still until it is killed.
      Runtime.getRuntime().addShutdownHook(new Thread(standstill::end));
    }
    standstill.begin();
  }

  private LongStream processes() {
    ControlPlane of = plane.get();
    return LongStream.of(
        of.etcd().pid(), of.apiServer().pid(), of.scheduler().pid(), of.controllerManager().pid());
  }
}
