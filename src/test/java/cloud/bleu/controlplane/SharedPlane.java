package cloud.bleu.controlplane;

import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.PlaneFlags;

/**
 * The plane of all classes that have none of their own, and the operator's account on it. They live
 * as long as the JVM, which stops the plane as it ends: Surefire launches class by class where it
 * runs more than one JVM, so nothing of JUnit's lives longer than a class.
 */
final class SharedPlane {
  private static final Once<ControlPlane> PLANE =
      new Once<>(() -> ControlPlaneExtension.start(PlaneFlags.NONE, true));
  private static final Once<OperatorAccount> ACCOUNT =
      new Once<>(() -> OperatorAccount.install(plane()));

  private SharedPlane() {}

  static ControlPlane plane() {
    return PLANE.get();
  }

  static OperatorAccount account() {
    return ACCOUNT.get();
  }
}
