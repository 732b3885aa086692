package cloud.bleu.placement;

/** The domains of one scope by number, in the order of their values; -1 for a zone in none. */
final class Domains {
  final Scope scope;
  final String[] values;
  private final int[] of;

  Domains(Scope scope, int[] of, String[] values) {
    this.scope = scope;
    this.of = of;
    this.values = values;
  }

  int count() {
    return values.length;
  }

  int of(int zone) {
    return of[zone];
  }
}
