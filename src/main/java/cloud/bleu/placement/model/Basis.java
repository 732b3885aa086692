package cloud.bleu.placement.model;

/**
 * What a fact rests on, the strongest first. {@code Assumption} is also what a fact without
 * provenance rests on.
 */
public enum Basis {
  RegulatorList,
  SignedDocument,
  Contract,
  Observation,
  Press,
  Assumption;

  /**
   * The origin of a verdict that rests on a fact of this basis. Never {@code Observed}: whoever
   * states an {@code Observation} says that he looked, and there is no document to look it up in.
   */
  public Origin origin() {
    return switch (this) {
      case RegulatorList, SignedDocument, Contract -> Origin.Attested;
      case Observation, Press -> Origin.Declared;
      case Assumption -> Origin.Assumed;
    };
  }
}
