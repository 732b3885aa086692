package cloud.bleu.controlplane;

import cloud.bleu.sandbox.ControlPlane;
import java.util.stream.LongStream;

/**
 * The plane of all classes that have none of their own, and the operator's account on it. They live
 * as long as the JVM, which stops the plane as it ends: Surefire launches class by class where it
 * runs more than one JVM, so nothing of JUnit's lives longer than a class.
 *
 * <p>Between two such classes its processes stand still (SIGSTOP). Asked for nothing they would
 * take a fiftieth of a processor, for as long as the classes in between run.
 */
final class SharedPlane {
  private static final Once<ControlPlane> PLANE = new Once<>(ControlPlaneExtension::startShared);
  private static final Once<OperatorAccount> ACCOUNT =
      new Once<>(() -> OperatorAccount.install(plane()));
  private static final Standstill STANDSTILL = new Standstill(SharedPlane::processes);

  private static boolean handedOut;
  private static boolean endsWell;

  private SharedPlane() {}

  /** Ready, however long it stood still. */
  static synchronized ControlPlane plane() {
    ControlPlane plane = PLANE.get();
    if (STANDSTILL.end()) {
      plane.awaitReady();
    }
    handedOut = true;
    return plane;
  }

  static OperatorAccount account() {
    return ACCOUNT.get();
  }

  /** Whether somebody asked for it since it stood still: until then it may not even be there. */
  static synchronized boolean isHandedOut() {
    return handedOut;
  }

  /** Until somebody asks for it again. */
  static synchronized void standStill() {
    if (handedOut) {
      handedOut = false;
      if (!endsWell) {
        endsWell = true;
        // Else its API server, asked to end, waits for an etcd that stands still until it is
        // killed.
        Runtime.getRuntime().addShutdownHook(new Thread(STANDSTILL::end));
      }
      STANDSTILL.begin();
    }
  }

  private static LongStream processes() {
    ControlPlane plane = PLANE.get();
    return LongStream.of(
        plane.etcd().pid(),
        plane.apiServer().pid(),
        plane.scheduler().pid(),
        plane.controllerManager().pid());
  }
}
