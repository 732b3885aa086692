package cloud.bleu.placement.model;

/** The domains of one scope by number, in the order of their values; -1 for a zone in none. */
public final class Domains {
  public final Scope scope;
  public final String[] values;
  private final int[] of;

  /**
   * @param of by zone: the number of its domain, -1 for a zone in none
   * @param values by domain: its value, in order
   */
  public Domains(Scope scope, int[] of, String[] values) {
    this.scope = scope;
    this.of = of;
    this.values = values;
  }

  /** How many domains there are; they are numbered from 0. */
  public int count() {
    return values.length;
  }

  /** The number of the domain that a zone is in, -1 for a zone in none. */
  public int of(int zone) {
    return of[zone];
  }
}
