package cloud.bleu.sandbox;

import java.util.List;

/** What a control plane stands on, without a control plane. */
public final class StoreAlone {
  private StoreAlone() {}

  /**
   * The etcd of a new store, beside whose log are the files of the store. It ends with this JVM,
   * and so do they.
   */
  public static ChildProcess etcd(ControlPlaneBinaries binaries) {
    return PlaneStore.open(binaries, List.of()).etcd();
  }
}
