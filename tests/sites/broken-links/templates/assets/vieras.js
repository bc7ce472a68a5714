fetch("https://muualla.example/laskuri");
