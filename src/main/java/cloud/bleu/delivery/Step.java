package cloud.bleu.delivery;

import cloud.bleu.delivery.zone.ZoneManifest;

/** One write that brings the children nearer to the decision. */
public sealed interface Step {

  /** The zone it is about. */
  String zone();

  /** Create the child, or bring all of it to what is desired. */
  record Apply(ZoneManifest child, int replicas) implements Step {
    @Override
    public String zone() {
      return child.zone();
    }
  }

  /** Change the replicas of a child and nothing else. */
  record Scale(ObservedChild child, int replicas) implements Step {
    @Override
    public String zone() {
      return child.zone();
    }
  }

  /** Remove a child that the decision no longer has. */
  record Delete(ObservedChild child) implements Step {
    @Override
    public String zone() {
      return child.zone();
    }
  }
}
