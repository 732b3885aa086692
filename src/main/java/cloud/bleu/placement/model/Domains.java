package cloud.bleu.placement.model;

/** The domains of one scope by number, in the order of their values; -1 for a zone in none. */
public final class Domains {
  public final Scope scope;
  public final String[] values;
  private final int[] of;

  public Domains(Scope scope, int[] of, String[] values) {
    this.scope = scope;
    this.of = of;
    this.values = values;
  }

  public int count() {
    return values.length;
  }

  public int of(int zone) {
    return of[zone];
  }
}
