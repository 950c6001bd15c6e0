/* Passkeys: asks the browser for a key and sends what it answered. Forms marked data-passkey="login", "use" or "create". */
(() => {
  "use strict";
  const api = window.webauthnJSON;
  if (!window.PublicKeyCredential || !api) return;

  const options = async (form) => {
    if (form.dataset.passkey !== "login") return JSON.parse(document.getElementById("passkey-data").textContent);
    const response = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error("options");
    return response.json();
  };
  const ask = async (form) => {
    const data = await options(form);
    if (form.dataset.passkey !== "create") return api.get(data.request_options);
    const alone = form.elements.passwordless.checked;
    Object.assign(data.creation_options.publicKey.authenticatorSelection, {
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      userVerification: alone ? "required" : "preferred",
    });
    return api.create(data.creation_options);
  };
  const said = (error) => {
    if (error.name === "InvalidStateError") return "Perangkat ini sudah terdaftar. Pakai perangkat lain.";
    if (error.name === "NotAllowedError") return "Tidak jadi, atau waktunya habis. Tekan tombolnya untuk mencoba lagi.";
    return "Kunci sandi tidak dapat dipakai di sini. Masuk dengan cara lain, atau coba peramban lain.";
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const button = form.querySelector("[data-passkey-start]");
    const note = form.querySelector("[role=status]");
    form.hidden = button.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      note.textContent = "Ikuti petunjuk perangkat Anda.";
      try {
        form.elements.credential.value = JSON.stringify(await ask(form));
        form.submit();
      } catch (error) {
        note.textContent = said(error);
        button.disabled = false;
      }
    });
  });
})();
